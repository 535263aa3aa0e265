/**
 * viewer reads; trader books and proposes; risk sets limits; approver decides proposals; operator runs the machine.
 * Every role may read what belongs to its tenant.
 */
export const roles = ['viewer', 'trader', 'risk', 'approver', 'operator'] as const;

export type Role = (typeof roles)[number];

export function isRole(value: unknown): value is Role {
  return (roles as readonly unknown[]).includes(value);
}
