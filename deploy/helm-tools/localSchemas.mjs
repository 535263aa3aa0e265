// Makes the JSON schemas of the wheel usable offline: their `$id` and absolute references would send a validator to the
// network. Usage: node localSchemas.mjs WHEEL_FOLDER OUT_FOLDER VERSION...
// Each version becomes a folder such as v1.37.0-strict, with a file a kind: deployment-apps-v1.json.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [wheel, out, ...versions] = process.argv.slice(2);
const source = join(wheel, 'kubernetes_validate', 'kubernetes-json-schema');

/** A copy without `$id`, whose references name the file beside it. */
function localised(value) {
  if (Array.isArray(value)) return value.map(localised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !(key === '$id' && typeof item === 'string'))
      .map(([key, item]) =>
        key === '$ref' && typeof item === 'string'
          ? [key, item.replace(/^.*\/_definitions\.json#/, '_definitions.json#')]
          : [key, localised(item)],
      ),
  );
}

let files = 0;
for (const version of versions) {
  const from = join(source, `v${version}-local-strict`);
  const to = join(out, `v${version}-strict`);
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((file) => file.endsWith('.json'))) {
    const schema = JSON.parse(readFileSync(join(from, name), 'utf8'));
    writeFileSync(join(to, name), JSON.stringify(localised(schema)));
    files += 1;
  }
}
if (files === 0) throw new Error(`Expected schemas in ${source}, there are none.`);
console.log(`${files} schemas of ${versions.length} versions.`);
