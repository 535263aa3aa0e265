import type {
  AssessMarginRequest,
  AssessMarginResponse,
  HypotheticalTrade,
  PriceOverride,
} from '@gimbal/contracts/risk/v1/risk_service';
import { AssessMarginResponse as AssessMarginResponseCodec } from '@gimbal/contracts/risk/v1/risk_service';
import { CliFailure, usageFailure } from '../cliFailure.js';
import type { Command, Invocation } from '../command.js';
import { CONNECTION_OPTIONS } from '../connection/connectionOptions.js';
import type { Services } from '../connection/services.js';
import { withServices } from '../connection/withServices.js';
import { jsonText } from '../formatting/jsonText.js';
import { marginText } from '../formatting/marginText.js';

export const marginCommand: Command = {
  name: 'margin',
  operands: 'PORTFOLIO [ACCOUNT]',
  operandCount: { min: 1, max: 2 },
  summary: 'Shows where accounts stand at their venues and loans, now and after what might be done.',
  details: [
    "LEG is the venue's name of it, cash, or a coin; without PRICE the venue's own is paid, and coins move in and out.",
    'Of a loan, a coin in repays what is owed of it before it is supplied; COIN:debt and COIN:supply name the side.',
    'Nothing is booked. Without ACCOUNT every account with a margin or a loan is shown as it stands.',
  ],
  options: {
    trade: { type: 'string', value: 'LEG=QUANTITY[@PRICE]', help: 'a trade to try, several of them', multiple: true },
    price: { type: 'string', value: 'ASSET=USD', help: 'a price to try, several of them', multiple: true },
    ...CONNECTION_OPTIONS,
  },
  examples: ['margin main', 'margin main aave:main --trade USDC=60000', 'margin main aave:main --price WETH=1500'],
  run: (invocation) => withServices(invocation, 'viewer', (services) => run(invocation, services)),
};

async function run({ positionals, options, terminal }: Invocation, services: Services): Promise<0> {
  const [portfolioId = '', accountId] = positionals;
  const trades = options.list('trade').map(tradeOf);
  const prices = options.list('price').map(priceOf);
  if (accountId === undefined && trades.length + prices.length > 0) {
    throw usageFailure('Expected an ACCOUNT to try a trade or a price on, it is missing.');
  }
  const accountIds = accountId === undefined ? await standingAccounts(services, portfolioId) : [accountId];
  const answers: AssessMarginResponse[] = [];
  for (const each of accountIds) answers.push(await assess(services, { portfolioId, accountId: each, trades, prices }));
  if (options.flag('json')) terminal.out(jsonText(answers.map((answer) => AssessMarginResponseCodec.toJSON(answer))));
  else terminal.out(answers.map(marginText).join('\n\n'));
  return 0;
}

function assess(
  services: Services,
  asked: Pick<AssessMarginRequest, 'portfolioId' | 'accountId' | 'trades' | 'prices'>,
): Promise<AssessMarginResponse> {
  const { risk } = services;
  const request = { ...asked, deployment: '', accountJson: '', minPosition: undefined };
  return services.ask('risk', risk, risk.assessMargin, request);
}

/** The accounts of the newest exposure that have a margin or a health. */
async function standingAccounts(services: Services, portfolioId: string): Promise<readonly string[]> {
  const { risk } = services;
  const request = { portfolioId, minPosition: undefined, asOf: undefined };
  const { exposure } = await services.ask('risk', risk, risk.getExposure, request);
  const accountIds = [...(exposure?.margin ?? []), ...(exposure?.health ?? [])].map(({ accountId }) => accountId);
  if (accountIds.length > 0) return accountIds;
  throw new CliFailure(`Expected an account of ${portfolioId} with a margin or a loan, there is none.`);
}

/** `ETH-PERP=-2@1650`: the last `=` parts, since a leg may be named in any way. */
function tradeOf(text: string): HypotheticalTrade {
  const match = /^(.+)=([^=@]+)(?:@([^=@]+))?$/.exec(text);
  if (match === null) throw usageFailure(`Expected --trade with LEG=QUANTITY or LEG=QUANTITY@PRICE, was "${text}".`);
  return { legId: match[1]!, quantity: match[2]!, price: match[3] ?? '' };
}

function priceOf(text: string): PriceOverride {
  const match = /^(.+)=([^=]+)$/.exec(text);
  if (match === null) throw usageFailure(`Expected --price with ASSET=USD, was "${text}".`);
  return { asset: match[1]!, priceUsd: match[2]! };
}
