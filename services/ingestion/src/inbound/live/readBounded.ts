/** The body of an answer up to so many bytes, as it decompresses; what is beyond isn't read, and `whole` is false. */
export async function readBounded(
  response: Response,
  bytesMax: number,
): Promise<{ readonly bytes: Uint8Array; readonly whole: boolean }> {
  if (response.body === null) return { bytes: new Uint8Array(0), whole: true };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: Buffer.concat(chunks), whole: true };
    length += value.length;
    if (length > bytesMax) {
      await reader.cancel();
      chunks.push(value.subarray(0, value.length - (length - bytesMax)));
      return { bytes: Buffer.concat(chunks), whole: false };
    }
    chunks.push(value);
  }
}
