/** Another server runs over the same folder. */
export class FolderInUseError extends Error {
  constructor(readonly dataDir: string) {
    super(`Expected ${dataDir} to be free, another PostgreSQL uses it.`);
    this.name = 'FolderInUseError';
  }
}
