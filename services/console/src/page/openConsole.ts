import { Api, wordsOf } from './data/api.js';
import { openDesk, openPortfolio, type PortfolioView } from './data/openPortfolio.js';
import { newPageState, type NumberAsked, type PageState } from './data/pageState.js';
import type { Session } from './data/session.js';
import { el } from './dom/el.js';
import type { PageActions } from './panels/actions.js';
import { breachesPanel } from './panels/breachesPanel.js';
import { changesPanel } from './panels/changesPanel.js';
import { chartPanel } from './panels/chartPanel.js';
import { explainPanel } from './panels/explainPanel.js';
import { exposurePanel } from './panels/exposurePanel.js';
import { feedsPanel } from './panels/feedsPanel.js';
import { fillsPanel } from './panels/fillsPanel.js';
import { flattenPanel } from './panels/flattenPanel.js';
import { headerPanel } from './panels/headerPanel.js';
import { healthPanel } from './panels/healthPanel.js';
import { keyFigures } from './panels/keyFigures.js';
import { limitsPanel } from './panels/limitsPanel.js';
import { lookThroughPanel } from './panels/lookThroughPanel.js';
import { marginCallsPanel } from './panels/marginCallsPanel.js';
import { marksPanel } from './panels/marksPanel.js';
import { noticePanel } from './panels/noticePanel.js';
import type { Panel } from './panels/panel.js';
import { pnlPanel } from './panels/pnlPanel.js';
import { proposalsPanel } from './panels/proposalsPanel.js';
import { streamsPanel } from './panels/streamsPanel.js';
import { tenorVegaPanel } from './panels/tenorVegaPanel.js';
import { watchedLater } from './panels/watchedLater.js';
import type { ExplainAnswer, PortfoliosAnswer } from './wire/apiAnswers.js';

export interface OpenConsole {
  readonly element: HTMLElement;
  close(): void;
}

const PORTFOLIOS_RETRY_MS = 1_000;
/** Ten pictures a second are live to the eye, and leave the processor to others. */
const DRAW_MS = 100;

/** The whole console of one caller, until it is closed or the token is refused. */
export function openConsole(session: Session, onSignedOut: (why: string) => void): OpenConsole {
  const state = newPageState(session);
  const api = new Api(session.token, (why) => leave(why));
  let view: PortfolioView | undefined;
  let closed = false;
  let focusBack: HTMLElement | undefined;

  const actions: PageActions = {
    explain: (asked, from) => {
      focusBack = from;
      void explain(api, state, asked, changed);
    },
    explainMark: (mark, from) => {
      focusBack = from;
      state.explanation = undefined;
      state.explainedMark = mark;
      changed();
    },
    closeExplanation: () => {
      state.explanation = undefined;
      state.explainedMark = undefined;
      changed();
      focusBack?.focus({ preventScroll: true });
    },
    selectPortfolio: (portfolioId) => {
      if (portfolioId !== state.portfolioId) select(portfolioId);
    },
    approve: async ({ made }) => {
      await api.post(`/api/proposals/${encodeURIComponent(made!.proposalId)}/approve`, {
        payloadHash: made!.payloadHash,
        requestId: crypto.randomUUID(),
      });
      view?.refreshProposals();
    },
    refuse: async ({ made }, reason) => {
      await api.post(`/api/proposals/${encodeURIComponent(made!.proposalId)}/refuse`, {
        reason,
        requestId: crypto.randomUUID(),
      });
      view?.refreshProposals();
    },
    engageKillSwitch: async (reason) => {
      await api.post('/api/kill-switch', { portfolio: state.portfolioId, reason, requestId: crypto.randomUUID() });
      view?.refreshProposals();
    },
    releaseKillSwitch: async () => {
      const { released } = await api.post<{ released: boolean }>('/api/kill-switch/release', {
        portfolio: state.portfolioId,
        requestId: crypto.randomUUID(),
      });
      view?.refreshProposals();
      if (!released) throw new Error('Asked for. A second person has to release it.');
    },
    signOut: () => leave('Signed out.'),
  };
  const panels = layOut(actions);
  const changed = drawOften(
    () => panels.all.forEach((panel) => panel.render(state)),
    () => closed,
  );

  function select(portfolioId: string): void {
    view?.close();
    view = openPortfolio(api, state, portfolioId, changed);
    changed();
  }

  async function begin(): Promise<void> {
    while (!closed) {
      try {
        const { portfolios } = await api.get<PortfoliosAnswer>('/api/portfolios');
        state.problems.delete('portfolios');
        state.portfolios = portfolios;
        const first = portfolios.find(({ portfolioId }) => portfolioId === 'main') ?? portfolios[0];
        if (first !== undefined) return select(first.portfolioId);
        state.problems.set('portfolios', 'None has been opened yet.');
        view ??= openDesk(api, state, changed);
      } catch (error) {
        state.problems.set('portfolios', wordsOf(error));
      }
      changed();
      await new Promise((resolve) => setTimeout(resolve, PORTFOLIOS_RETRY_MS));
    }
  }

  function leave(why: string): void {
    if (closed) return;
    close();
    onSignedOut(why);
  }

  function close(): void {
    closed = true;
    view?.close();
  }

  changed();
  void begin();
  return { element: panels.element, close };
}

/** Draws soon after a change, and once a second besides: what shows the passing of time must not stand still. */
function drawOften(draw: () => void, isClosed: () => boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (ms: number): void => {
    timer = setTimeout(() => {
      timer = undefined;
      if (isClosed()) return;
      draw();
      soon(1_000);
      idle = true;
    }, ms);
  };
  let idle = false;
  return () => {
    if (timer !== undefined && !idle) return;
    clearTimeout(timer);
    idle = false;
    soon(DRAW_MS);
  };
}

async function explain(api: Api, state: PageState, asked: NumberAsked, changed: () => void): Promise<void> {
  // The number that is shown, even when a newer one has come meanwhile.
  const sequence = state.exposure?.exposure?.sequence ?? '0';
  state.explainedMark = undefined;
  state.explanation = { asked, sequence, answer: undefined, failure: '' };
  changed();
  const parameters = {
    portfolio: state.portfolioId,
    component: asked.component,
    account: asked.account,
    asset: asked.asset,
    sequence,
  };
  const answered = await api.get<ExplainAnswer>('/api/explain', parameters).then(
    (answer) => ({ answer, failure: '' }),
    (error: unknown) => ({ answer: undefined, failure: wordsOf(error) }),
  );
  if (state.explanation?.asked !== asked) return;
  state.explanation = { asked, sequence, ...answered };
  changed();
}

function layOut(actions: PageActions): { readonly element: HTMLElement; readonly all: readonly Panel[] } {
  const [header, notice, figures] = [headerPanel(actions), noticePanel(), keyFigures(actions)];
  const left = [chartPanel(), exposurePanel(actions)];
  const middle = [breachesPanel(), proposalsPanel(actions), fillsPanel()];
  const right = [changesPanel(), feedsPanel(), streamsPanel()];
  const marks = marksPanel(actions);
  const margin = [marginCallsPanel(), limitsPanel(), pnlPanel()];
  const rest = [lookThroughPanel()];
  const details = [healthPanel(), flattenPanel(), tenorVegaPanel()];
  const watched = watchedLater();
  const explanation = explainPanel(actions);
  const column = (name: string, panels: readonly Panel[]): HTMLElement =>
    el('div', { class: `column ${name}` }, ...panels.map(({ element }) => element));
  const main = el(
    'main',
    { class: 'columns' },
    column('left', left),
    column('middle', middle),
    column('right', right),
    // Under two columns: its lines are the longest of the page.
    column('wide', [marks]),
  );
  const firstScreen = el('div', { class: 'console' }, header.element, notice.element, figures.element, main);
  // Below the first screen, which stays one at whatever else there is to say.
  const below = el(
    'section',
    { class: 'below', attributes: { 'aria-label': 'Margin, limits, and what the book rests on' } },
    column('margin', margin),
    column('rests', rest),
    column('details', details),
  );
  const element = el('div', { testId: 'console' }, firstScreen, below, watched.element, explanation.element);
  const all = [
    header,
    notice,
    figures,
    ...left,
    ...middle,
    ...right,
    marks,
    ...margin,
    ...rest,
    ...details,
    watched,
    explanation,
  ];
  return { element, all };
}
