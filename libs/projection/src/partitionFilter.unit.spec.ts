import { event, type LogRecord, toRecord } from '@gimbal/contracts';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import { type InputItem, PartitionFilter, UnknownTypeError } from './partitionFilter.js';

const stamp = { source: 'test', timeUs: 1n, key: 'k', causationId: 'control' };
const claim = (epoch: bigint): LogRecord =>
  toRecord(
    { ...stamp, id: `claim/${epoch}`, epoch },
    event(WriterClaimed, { epoch, service: 'ingestion', owner: 'o' }),
  );
const fact = (id: string, epoch: bigint, causationId = 'command/desk/1'): LogRecord =>
  toRecord({ ...stamp, id, epoch, causationId }, event(GasPriceObserved, GasPriceObserved.fromPartial({ feed: id })));
const marker = (step: bigint, epoch: bigint): LogRecord =>
  toRecord({ ...stamp, id: `end/${step}`, epoch }, event(StepEnded, { step, timeUs: step * 10n }));

/** What the filter makes of the records, in words. */
function read(records: readonly LogRecord[], filter = new PartitionFilter('market', 0)): string[] {
  const show = (item: InputItem | undefined): string =>
    item === undefined
      ? '-'
      : item.kind === 'event'
        ? item.event.id
        : item.kind === 'marker'
          ? `end ${item.step.number}`
          : `malformed`;
  return records.map((record) => show(filter.accept({ ...record, offset: filter.nextOffset })));
}

describe('a partition filter', () => {
  it('passes on what a claimed epoch wrote, once', () => {
    expect(read([claim(1n), fact('a', 1n), fact('b', 1n), fact('a', 1n)])).toEqual(['-', 'a', 'b', '-']);
  });

  it('voids records below the highest claim before them, so that a zombie cannot use up an id', () => {
    const records = [claim(1n), fact('a', 1n), claim(2n), fact('b', 1n), fact('b', 2n)];
    expect(read(records)).toEqual(['-', 'a', '-', '-', 'b']);
  });

  it('voids a record of an epoch that nobody claimed', () => {
    expect(read([claim(1n), fact('a', 2n)])).toEqual(['-', '-']);
  });

  it('drops what belongs to a step that has ended, and a marker that was there before', () => {
    const records = [
      claim(1n),
      fact('s1', 1n, 'step/1'),
      marker(1n, 1n),
      fact('late', 1n, 'step/1'),
      marker(1n, 1n),
      fact('s2', 1n, 'step/2'),
    ];
    expect(read(records)).toEqual(['-', 's1', 'end 1', '-', '-', 's2']);
  });

  it('hands on malformed bytes of a known type with the reason, and goes on', () => {
    const broken = { ...fact('a', 1n), value: Uint8Array.of(0xff, 0xff, 0xff) };
    expect(read([claim(1n), broken, fact('b', 1n)])).toEqual(['-', 'malformed', 'b']);
  });

  it('halts at a type that this build does not know', () => {
    const unknown = {
      ...fact('a', 1n),
      headers: fact('a', 1n).headers.map(([n, v]) => [n, n === 'ce_type' ? 'gimbal.x.v9.New' : v] as const),
    };
    expect(() => read([claim(1n), unknown])).toThrow(UnknownTypeError);
  });

  it('goes on after a restart with the same verdicts', () => {
    const filter = new PartitionFilter('market', 0);
    read([claim(3n), marker(1n, 3n), fact('a', 3n)], filter);
    const again = new PartitionFilter('market', 0, filter.standing());
    expect(read([fact('a', 3n), fact('old', 2n), fact('late', 3n, 'step/1'), fact('b', 3n)], again)).toEqual([
      '-',
      '-',
      '-',
      'b',
    ]);
  });
});
