import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

const DAY = resolve(import.meta.dirname, '../../data/recordings/2023-08-17');

export interface Crop {
  /**
   * Domain times of the recorded day, HH:MM. Rows of the day before `from` and from `to` on are left out, but for those of
   * midnight, on which the paper accounts begin.
   */
  readonly from: string;
  readonly to: string;
  /** May change the rows of a file (without its header), by the file's name. */
  readonly edit?: (file: string, rows: string[]) => string[];
}

/** A round holds until the next one; this much earlier there is one for sure (the feed's heartbeat is an hour). */
const ROUND_LOOK_BACK_S = 3_700;

/**
 * Writes a smaller copy of the recorded day into a fresh folder below the system's temporary one, and returns its path.
 * Assumed values that the day says again every hour are said once, so that the copy has few steps.
 */
export function croppedRecording({ from, to, edit }: Crop): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-recording-'));
  const fromS = secondsOf(from);
  const toS = secondsOf(to);
  for (const file of readdirSync(DAY)) {
    if (file.endsWith('.csv.gz')) {
      const [header, ...rows] = gunzipSync(readFileSync(join(DAY, file)))
        .toString('utf8')
        .trimEnd()
        .split('\n');
      const kept = rows.filter((row) => isWithin(row, fromS, toS));
      const edited = edit?.(file, kept) ?? kept;
      writeFileSync(join(folder, file), gzipSync([header, ...edited].join('\n')));
    } else if (file === 'recording.json') {
      writeFileSync(join(folder, file), saidOnce(readFileSync(join(DAY, file), 'utf8')));
    } else if (file.endsWith('.json') || file.endsWith('.ndjson')) {
      writeFileSync(join(folder, file), readFileSync(join(DAY, file)));
    }
  }
  return folder;
}

/** Rows begin with a time of the day, or are rounds with a Unix second; rows of earlier days are kept. */
function isWithin(row: string, fromS: number, toS: number): boolean {
  const minute = /^2023-08-(\d\d) (\d\d):(\d\d):(\d\d)/.exec(row);
  if (minute !== null) {
    if (minute[1] !== '17') return true;
    const atS = Number(minute[2]) * 3_600 + Number(minute[3]) * 60 + Number(minute[4]);
    return atS === 0 || (atS >= fromS && atS < toS);
  }
  const updatedAtS = Number(row.split(',')[3]);
  const ofDayS = updatedAtS - Date.parse('2023-08-17T00:00:00Z') / 1000;
  return ofDayS < 0 || (ofDayS >= fromS - ROUND_LOOK_BACK_S && ofDayS < toS);
}

function saidOnce(manifest: string): string {
  const parsed = JSON.parse(manifest) as { feeds: { repeat?: { everySeconds: number } }[] };
  for (const feed of parsed.feeds) if (feed.repeat !== undefined) feed.repeat.everySeconds = 86_400;
  return JSON.stringify(parsed);
}

function secondsOf(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours! * 3_600 + minutes! * 60;
}
