import { dirname } from 'node:path';

/** Infers build, test and lint of every workspace project from its package.json, so that no project.json repeats them. */
export const createNodes = [
  '{libs,services}/*/package.json',
  (files) =>
    files.map((file) => {
      const root = dirname(file);
      const targets = {
        build: { command: `tsc -b ${root}`, outputs: ['{projectRoot}/dist'] },
        test: { command: `vitest run ${root} --passWithNoTests` },
        lint: { command: `oxlint --type-aware ${root}` },
      };
      return [file, { projects: { [root]: { root, targets, tags: [root.split('/')[0]] } } }];
    }),
];
