/**
 * What was delivered and not taken yet, bounded by frames and bytes: a step takes what waits a few times a second, and a chain
 * that is caught up with has hundreds of blocks for each.
 */
export class DeliveryWindow {
  private frames = 0;
  private bytes = 0;
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => {};

  constructor(
    private readonly framesMax: number,
    private readonly bytesMax: number,
  ) {}

  /** Resolves when there is room for another frame. Rejects when one before it could not be delivered. */
  async add(bytes: number, taken: Promise<void>): Promise<void> {
    this.frames++;
    this.bytes += bytes;
    void taken.then(
      () => this.leave(bytes),
      (error: unknown) => {
        this.failure ??= { error };
        this.leave(bytes);
      },
    );
    while (this.failure === undefined && (this.frames >= this.framesMax || this.bytes >= this.bytesMax)) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (this.failure !== undefined) throw this.failure.error;
  }

  private leave(bytes: number): void {
    this.frames--;
    this.bytes -= bytes;
    this.wake();
  }
}
