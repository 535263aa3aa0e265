const decoder = new TextDecoder('utf-8');
const encoder = new TextEncoder();
const TOKEN = /"(access_token|refresh_token)"\s*:\s*"[^"]*"/g;
/** A login's answer has two tokens of some 200 characters; longer messages are of the market, and hold none. */
const LOGIN_BYTES_MAX = 8_192;

/** A message without its tokens: who reads a journal may not act in the account. */
export function redactTokens(raw: Uint8Array): Uint8Array {
  if (raw.length > LOGIN_BYTES_MAX) return raw;
  const text = decoder.decode(raw);
  return text.includes('_token"') ? encoder.encode(text.replace(TOKEN, '"$1":"redacted"')) : raw;
}
