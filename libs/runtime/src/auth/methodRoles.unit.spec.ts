import { describe, expect, it } from 'vitest';
import { loadProtos } from '../grpc/loadProtos.js';
import { isOpenMethod, policyMethods, rolesFor } from './methodRoles.js';

function protoMethods(): string[] {
  const services = Object.entries(loadProtos()).filter(
    ([name]) => name.startsWith('gimbal.') && name.endsWith('Service'),
  );
  return services.flatMap(([, methods]) =>
    Object.values(methods as Record<string, { path: string }>).map(({ path }) => path),
  );
}

describe('methodRoles', () => {
  it('names every RPC of every proto, and nothing else', () => {
    const methods = protoMethods();
    expect(methods.length).toBeGreaterThan(30);
    expect([...policyMethods()].sort()).toEqual(methods.sort());
  });

  it('refuses what it does not name', () => {
    expect(rolesFor('/gimbal.risk.v1.RiskService/DropEverything')).toEqual([]);
    expect(rolesFor('constructor')).toEqual([]);
  });

  it('lets no viewer change anything', () => {
    const reading = /\/(Get|List|Watch|Tail|Explain|Verify)(?!Instruments$|Seals$)\w+$/;
    // Arithmetic over what the request brings, or a what-if beside the book; it touches nothing.
    const reckoning = /\/(?:\w+Batch|Assess\w+)$/;
    for (const path of protoMethods().filter((p) => !reading.test(p) && !reckoning.test(p)))
      expect(rolesFor(path), path).not.toContain('viewer');
  });

  it('opens health and reflection alone', () => {
    expect(isOpenMethod('/grpc.health.v1.Health/Check')).toBe(true);
    expect(protoMethods().filter(isOpenMethod)).toEqual([]);
  });
});
