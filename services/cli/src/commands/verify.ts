import type { VerifyExposureResponse, PortfolioSummary } from '@gimbal/contracts/risk/v1/risk_service';
import { VerifyExposureResponse as VerifyExposureCodec } from '@gimbal/contracts/risk/v1/risk_service';
import { VerifySealsResponse } from '@gimbal/contracts/ops/v1/ops_service';
import type { ServiceName } from '@gimbal/contracts';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS, SERVICES } from '../connection/connectionOptions.js';
import { listPortfolios } from '../connection/listPortfolios.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { figure } from '../formatting/figures.js';
import { jsonText } from '../formatting/jsonText.js';
import { clock } from '../formatting/moments.js';
import { LONG_CALL_DEADLINE_MS } from '../limits.js';
import { exportHeads, type ExportedHeads, readHeads } from './headsFile.js';

export const verifyCommand: Command = {
  name: 'verify',
  operands: '[PORTFOLIO]',
  operandCount: { min: 0, max: 1 },
  summary: 'Refolds an exposure from its cut and compares every bit, and checks the seals of the log.',
  details: [
    'Without a portfolio the newest exposure of each of yours is refolded.',
    'With --heads the seals must also lead to the heads that were exported earlier: a log that was rewritten as a whole,',
    'seals and all, does not. Keep the file of --export-heads where the log is not.',
    'Ends with 1 when an exposure is not identical, or a seal is at fault. Records that no seal covers yet are counted.',
  ],
  options: {
    sequence: { type: 'string', value: 'N', help: 'this exposure instead of the newest' },
    heads: {
      type: 'string',
      value: 'FILE',
      help: 'heads that were exported earlier, or the folder of GIMBAL_HEADS_DIR',
    },
    'export-heads': { type: 'string', value: 'FILE', help: 'writes the signed heads of all services' },
    ...CONNECTION_OPTIONS,
  },
  examples: ['verify', 'verify main --sequence 1306', 'verify --export-heads heads.json', 'verify --heads heads.json'],
  run: (invocation) => withServices(invocation, 'operator', (services) => run(invocation, services)),
};

interface Findings {
  readonly exposures: readonly { readonly portfolioId: string; readonly answer: VerifyExposureResponse }[];
  readonly seals: readonly { readonly service: ServiceName; readonly answer: VerifySealsResponse }[];
}

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0 | 1> {
  const sequence = options.number('sequence', { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true }) ?? 0;
  const headsFile = options.text('heads');
  const heads = headsFile === undefined ? undefined : readHeads(headsFile, terminal.cwd);
  const portfolios: readonly Pick<PortfolioSummary, 'portfolioId'>[] =
    positionals[0] === undefined ? await listPortfolios(services) : [{ portfolioId: positionals[0] }];
  const findings: Findings = {
    exposures: await verifyExposures(services, portfolios, BigInt(sequence)),
    seals: await verifySeals(services, heads),
  };
  const exportFile = options.text('export-heads');
  const exported = exportFile === undefined ? undefined : await exportHeads(services, exportFile, terminal.cwd);
  if (options.flag('json')) terminal.out(jsonText(jsonOf(findings)));
  else
    terminal.out([...textOf(findings, heads !== undefined), ...(exported === undefined ? [] : [exported])].join('\n'));
  return isSound(findings) ? 0 : 1;
}

async function verifyExposures(
  services: Services,
  portfolios: readonly Pick<PortfolioSummary, 'portfolioId'>[],
  exposureSequence: bigint,
): Promise<Findings['exposures']> {
  const { risk } = services;
  const verified: { portfolioId: string; answer: VerifyExposureResponse }[] = [];
  for (const { portfolioId } of portfolios) {
    const request = { portfolioId, exposureSequence };
    const answer = await services.ask('risk', risk, risk.verifyExposure, request, LONG_CALL_DEADLINE_MS);
    verified.push({ portfolioId, answer });
  }
  return verified;
}

async function verifySeals(services: Services, heads: ExportedHeads | undefined): Promise<Findings['seals']> {
  const verified: { service: ServiceName; answer: VerifySealsResponse }[] = [];
  for (const service of SERVICES) {
    const ops = services.ops(service);
    const request = { heads: heads === undefined ? [] : [...heads.services[service].heads] };
    verified.push({
      service,
      answer: await services.ask(service, ops, ops.verifySeals, request, LONG_CALL_DEADLINE_MS),
    });
  }
  return verified;
}

function isSound({ exposures, seals }: Findings): boolean {
  return (
    exposures.every(({ answer }) => answer.verdict === 'identical') &&
    seals.every(({ answer }) => answer.faults.length === 0)
  );
}

function jsonOf(findings: Findings): unknown {
  return {
    sound: isSound(findings),
    exposures: findings.exposures.map(({ portfolioId, answer }) => ({
      portfolioId,
      ...(VerifyExposureCodec.toJSON(answer) as object),
    })),
    seals: findings.seals.map(({ service, answer }) => ({
      service,
      ...(VerifySealsResponse.toJSON(answer) as object),
    })),
  };
}

function textOf({ exposures, seals }: Findings, againstHeads: boolean): string[] {
  const lines = [
    ...exposures.flatMap(({ portfolioId, answer }) => exposureLines(portfolioId, answer)),
    ...seals.flatMap(sealLines),
  ];
  const faults = seals.reduce((count, { answer }) => count + answer.faults.length, 0);
  const unlike = exposures.filter(({ answer }) => answer.verdict !== 'identical').length;
  const heads = againstHeads ? ' and the exported heads' : '';
  const verdict =
    faults + unlike === 0
      ? `Sound: ${exposures.length} exposures identical to the bit, every seal${heads} in order.`
      : `NOT sound: ${unlike} of ${exposures.length} exposures not identical, ${faults} faults in the seals${heads}.`;
  return [...lines, verdict];
}

function exposureLines(portfolioId: string, answer: VerifyExposureResponse): string[] {
  const { verdict, events, cut, recordedSha256, refoldedSha256, firstDifference } = answer;
  const at = cut === undefined ? '' : ` at step ${cut.step} (${clock(cut.timeUs)})`;
  const head = `exposure  ${portfolioId}${at}: ${verdict.replace('_', ' ')}, ${figure(Number(events))} events refolded`;
  if (verdict === 'identical') return [`${head}, ${recordedSha256.slice(0, 16)}…`];
  if (verdict !== 'different') return [head];
  return [
    head,
    `          recorded ${recordedSha256}`,
    `          refolded ${refoldedSha256}`,
    `          first at ${firstDifference}`,
  ];
}

function sealLines({ service, answer }: Findings['seals'][number]): string[] {
  const count = (value: bigint): string => figure(Number(value));
  const { sealedRecords, unsealedRecords, seals, faults } = answer;
  const found = faults.length === 0 ? 'no fault' : `${faults.length} FAULTS`;
  return [
    `seals     ${service}: ${count(sealedRecords)} records under ${count(seals)} seals, ${count(unsealedRecords)} not sealed yet, ${found}`,
    ...faults.map(({ topic, partition, offset, reason }) => `          ${topic}/${partition}@${offset}: ${reason}`),
  ];
}
