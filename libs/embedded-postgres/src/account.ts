/** The user and group that PostgreSQL runs as when that is not our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** "nobody": every Linux has it, so that no user need be created. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/** PostgreSQL refuses to run as root, because a flaw in it would then be a flaw in the machine. */
export function serverAccount(ownUid: number): Account | undefined {
  return ownUid === 0 ? NOBODY : undefined;
}
