import { event } from '@gimbal/contracts';
import { DependencyDeclared } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { DeclareDependencyRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { compareDecimal, type Decimal, decimalOf, formatDecimal, ZERO_DECIMAL } from '@gimbal/money';
import type { CommandDecision, Principal } from '@gimbal/projection';
import { DEPENDENCIES_PER_ROOT_MAX } from '../../limits.js';
import { DEPENDENCY_KINDS, isDependencyKind } from '../lookThrough/dependency.js';
import type { RiskState } from '../riskState.js';
import { amount, printableRefusal } from './fields.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { type Checked, checked, invalid, refusal, type Refusal, refused } from './refusal.js';

/**
 * Says whom an asset, an instrument, a venue, a deployment or an account rests on and what is left when that one fails,
 * for the whole tree of the portfolio. An empty recovery takes back what was said.
 */
export function declareDependency(
  state: RiskState,
  principal: Principal,
  request: DeclareDependencyRequest,
): CommandDecision {
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const { portfolioId, subject, kind, name } = request;
  const wrong = printableRefusal('subject', subject) ?? kindRefusal(kind) ?? printableRefusal('name', name);
  if (wrong !== undefined) return wrong;
  const recovery = recoveryOf(request.recovery);
  if (!recovery.ok) return recovery.refusal;
  const { rootKey } = own.value.portfolio;
  const held = state.declarations.get(rootKey)?.declarations ?? [];
  const isHeld = held.some((each) => each.subject === subject && each.kind === kind && each.name === name);
  if (recovery.value === '' && !isHeld) {
    return refusal('NOT_FOUND', 'name', `Expected a declaration of ${kind} ${name} beneath ${subject}, found none.`);
  }
  if (!isHeld && held.length >= DEPENDENCIES_PER_ROOT_MAX) {
    const message = `Expected at most ${DEPENDENCIES_PER_ROOT_MAX} declarations in a tree of portfolios, it has them.`;
    return refusal('FAILED_PRECONDITION', 'subject', message);
  }
  const declared: DependencyDeclared = {
    portfolioId,
    subject,
    kind,
    name,
    recovery: recovery.value,
    declaredBy: principal.subject,
  };
  return acceptedFact(rootKey, portfolioId, principal, event(DependencyDeclared, declared));
}

function kindRefusal(kind: string): Refusal | undefined {
  if (isDependencyKind(kind)) return undefined;
  return invalid('kind', `Expected one of ${DEPENDENCY_KINDS.join(', ')}, was none of them.`);
}

const ONE: Decimal = decimalOf('1');

function recoveryOf(text: string): Checked<string> {
  if (text === '') return checked('');
  const share = amount('recovery', text);
  if (!share.ok) return share;
  if (compareDecimal(share.value, ZERO_DECIMAL) < 0 || compareDecimal(share.value, ONE) > 0) {
    return refused(invalid('recovery', `Expected a share from 0 to 1, was ${formatDecimal(share.value)}.`));
  }
  return checked(formatDecimal(share.value));
}
