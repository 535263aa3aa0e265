import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['@gimbal/source'] },
  ssr: { resolve: { conditions: ['@gimbal/source'], externalConditions: ['@gimbal/source'] } },
  test: {
    include: ['{services,libs}/*/src/**/*.spec.ts', 'test/**/*.spec.ts'],
    globalSetup: [],
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/reporters/summaryReporter.ts'],
  },
});
