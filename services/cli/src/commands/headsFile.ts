import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ServiceName } from '@gimbal/contracts';
import { ExportHeadsResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { CliFailure } from '../cliFailure.js';
import { SERVICES } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { FILE_BYTES_MAX } from '../limits.js';
import { jsonText } from '../formatting/jsonText.js';

const FORMAT = 'gimbal-heads/1';

/** The signed heads of the seals of every service, to be kept outside the log. */
export interface ExportedHeads {
  readonly services: Readonly<Record<ServiceName, ExportHeadsResponse>>;
}

/** Asks every service for its heads and writes them; resolves with a sentence. */
export async function exportHeads(services: Services, file: string, cwd: string): Promise<string> {
  const heads: Record<string, unknown> = {};
  let count = 0;
  for (const service of SERVICES) {
    const ops = services.ops(service);
    const answer = await services.ask(service, ops, ops.exportHeads, {});
    heads[service] = ExportHeadsResponse.toJSON(answer);
    count += answer.heads.length;
  }
  try {
    writeFileSync(resolve(cwd, file), `${jsonText({ format: FORMAT, services: heads })}\n`);
  } catch (error) {
    throw new CliFailure(`Expected to write ${file}, could not: ${(error as Error).message}`);
  }
  return `Exported ${count} heads to ${file}. Keep it where the log is not.`;
}

/**
 * Reads heads that were exported: the file of --export-heads, or a folder with the SERVICE.heads.json that each process
 * writes at its stop. Throws a CliFailure of exit code 2 for anything else.
 */
export function readHeads(file: string, cwd: string): ExportedHeads {
  const refuse = (found: string): CliFailure => new CliFailure(`Expected exported heads in ${file}, ${found}.`, 2);
  const found = readServices(resolve(cwd, file), refuse);
  const missing = SERVICES.filter((service) => found[service] === undefined);
  if (missing.length > 0) throw refuse(`those of ${missing.join(', ')} are missing`);
  const services = SERVICES.map((service) => [service, ExportHeadsResponse.fromJSON(found[service])] as const);
  return { services: Object.fromEntries(services) as Record<ServiceName, ExportHeadsResponse> };
}

type Refuse = (found: string) => CliFailure;

function readServices(path: string, refuse: Refuse): Readonly<Record<string, unknown>> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    const files = SERVICES.map((service) => [service, join(path, `${service}.heads.json`)] as const);
    return Object.fromEntries(
      files.filter(([, file]) => existsSync(file)).map(([service, file]) => [service, readJson(file, refuse)]),
    );
  }
  const json = readJson(path, refuse) as
    { readonly format?: unknown; readonly services?: Readonly<Record<string, unknown>> } | undefined;
  if (json?.format !== FORMAT) throw refuse(`found no "format": "${FORMAT}"`);
  return json.services ?? {};
}

/** Undefined for what is no JSON. */
function readJson(path: string, refuse: Refuse): unknown {
  let text: string;
  try {
    if (statSync(path).size > FILE_BYTES_MAX) throw refuse('the file is too large');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw error instanceof CliFailure ? error : refuse((error as Error).message);
  }
  try {
    return (JSON.parse(text) as unknown) ?? undefined;
  } catch {
    return undefined;
  }
}
