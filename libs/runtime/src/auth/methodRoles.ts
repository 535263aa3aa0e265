import { type Role, roles } from './roles.js';

const everybody: readonly Role[] = roles;

/** Who may call what: the whole policy. A method that isn't here is refused to all. */
const methodRoles: Readonly<Record<string, readonly Role[]>> = {
  '/gimbal.ingestion.v1.IngestionService/GetReplay': everybody,
  '/gimbal.ingestion.v1.IngestionService/ReleaseSteps': ['operator'],
  '/gimbal.ingestion.v1.IngestionService/ListFeeds': everybody,
  '/gimbal.ingestion.v1.IngestionService/WatchMarket': everybody,
  '/gimbal.ingestion.v1.IngestionService/WatchFeeds': everybody,
  '/gimbal.ingestion.v1.IngestionService/ListAccountPositions': everybody,
  '/gimbal.ingestion.v1.IngestionService/ListPositionBreaks': everybody,
  '/gimbal.ingestion.v1.IngestionService/ListChains': everybody,
  '/gimbal.ingestion.v1.IngestionService/ListProtocolHealth': everybody,

  '/gimbal.pricing.v1.PricingService/ListInstruments': ['trader', 'risk', 'operator'],
  '/gimbal.pricing.v1.PricingService/GetMarks': everybody,
  '/gimbal.pricing.v1.PricingService/WatchMarks': everybody,
  '/gimbal.pricing.v1.PricingService/ImpliedVolatilityBatch': everybody,
  '/gimbal.pricing.v1.PricingService/GetSurface': everybody,
  '/gimbal.pricing.v1.PricingService/WatchSurface': everybody,
  '/gimbal.pricing.v1.PricingService/PriceBatch': everybody,

  '/gimbal.risk.v1.RiskService/OpenPortfolio': ['trader', 'risk'],
  '/gimbal.risk.v1.RiskService/AttachAccount': ['trader', 'risk'],
  '/gimbal.risk.v1.RiskService/BookTrade': ['trader'],
  '/gimbal.risk.v1.RiskService/CorrectTrade': ['trader'],
  // Who trades does not set the limits that the trades are held to.
  '/gimbal.risk.v1.RiskService/SetLimit': ['risk'],
  '/gimbal.risk.v1.RiskService/ListPortfolios': everybody,
  '/gimbal.risk.v1.RiskService/GetPortfolio': everybody,
  '/gimbal.risk.v1.RiskService/GetExposure': everybody,
  '/gimbal.risk.v1.RiskService/WatchExposure': everybody,
  '/gimbal.risk.v1.RiskService/ListBreaches': everybody,
  '/gimbal.risk.v1.RiskService/ExplainNumber': everybody,
  '/gimbal.risk.v1.RiskService/VerifyExposure': everybody,
  '/gimbal.risk.v1.RiskService/WatchExposures': everybody,
  '/gimbal.risk.v1.RiskService/GetExposureAsOf': everybody,
  '/gimbal.risk.v1.RiskService/AssessFailure': everybody,
  '/gimbal.risk.v1.RiskService/AssessMargin': everybody,
  '/gimbal.risk.v1.RiskService/DeclareDependency': ['risk'],
  '/gimbal.risk.v1.RiskService/ListPnl': everybody,
  '/gimbal.risk.v1.RiskService/ExplainPnl': everybody,
  // Four eyes: whoever proposes can't approve, whatever the roles.
  '/gimbal.risk.v1.RiskService/ProposeLimitChange': ['risk'],
  '/gimbal.risk.v1.RiskService/ApproveLimitChange': ['risk', 'approver'],
  '/gimbal.risk.v1.RiskService/RefuseLimitChange': ['risk', 'approver'],
  '/gimbal.risk.v1.RiskService/RequestWaiver': ['trader', 'risk'],
  '/gimbal.risk.v1.RiskService/GrantWaiver': ['risk', 'approver'],
  '/gimbal.risk.v1.RiskService/EndWaiver': ['risk', 'approver'],
  '/gimbal.risk.v1.RiskService/ListLimits': everybody,
  '/gimbal.risk.v1.RiskService/ListMarginCalls': everybody,

  '/gimbal.governance.v1.GovernanceService/ListPendingChanges': everybody,
  '/gimbal.governance.v1.GovernanceService/WatchChanges': everybody,

  '/gimbal.execution.v1.ExecutionService/SetMode': ['risk', 'approver'],
  '/gimbal.execution.v1.ExecutionService/ApproveProposal': ['approver'],
  '/gimbal.execution.v1.ExecutionService/RefuseProposal': ['trader', 'risk', 'approver'],
  // Stopping needs one person, whoever sees the fire first; going on needs two who answer for it.
  '/gimbal.execution.v1.ExecutionService/EngageKillSwitch': ['trader', 'risk', 'approver', 'operator'],
  '/gimbal.execution.v1.ExecutionService/ReleaseKillSwitch': ['risk', 'approver'],
  '/gimbal.execution.v1.ExecutionService/ListProposals': everybody,
  '/gimbal.execution.v1.ExecutionService/WatchExecution': everybody,

  '/gimbal.ops.v1.OpsService/GetStatus': everybody,
  '/gimbal.ops.v1.OpsService/WatchStatus': everybody,
  '/gimbal.ops.v1.OpsService/TailTopic': everybody,
  '/gimbal.ops.v1.OpsService/ExportHeads': ['risk', 'operator'],
  '/gimbal.ops.v1.OpsService/VerifySeals': ['risk', 'operator'],
  '/gimbal.ops.v1.OpsService/RebuildProjection': ['operator'],
};

/** Methods that refold or verify whole partitions, and may take minutes. */
export const longMethods: ReadonlySet<string> = new Set([
  '/gimbal.risk.v1.RiskService/VerifyExposure',
  '/gimbal.risk.v1.RiskService/GetExposureAsOf',
  '/gimbal.ops.v1.OpsService/VerifySeals',
  '/gimbal.ops.v1.OpsService/RebuildProjection',
]);

/** Health and reflection say nothing about anybody's book, and kubelets have no token. */
const openServices = [
  '/grpc.health.v1.Health/',
  '/grpc.reflection.v1.ServerReflection/',
  '/grpc.reflection.v1alpha.ServerReflection/',
];

export function isOpenMethod(path: string): boolean {
  return openServices.some((prefix) => path.startsWith(prefix));
}

/** The roles of which a caller needs one; none for a method that the policy does not name. */
export function rolesFor(path: string): readonly Role[] {
  return Object.hasOwn(methodRoles, path) ? methodRoles[path]! : [];
}

export function policyMethods(): readonly string[] {
  return Object.keys(methodRoles);
}
