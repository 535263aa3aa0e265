export { type DevIssuer, type DevTokenRequest, createDevIssuer, DEV_ISSUER } from './auth/createDevIssuer.js';
export {
  createTokenVerifier,
  type KeySource,
  TOKEN_AUDIENCE,
  type TokenFailure,
  type TokenFailureCode,
  type TokenVerdict,
  type TokenVerifier,
  type TokenVerifierOptions,
} from './auth/createTokenVerifier.js';
export { policyMethods, rolesFor } from './auth/methodRoles.js';
export type { AuthenticatedPrincipal, ClaimNames } from './auth/principalOf.js';
export { isRole, type Role, roles } from './auth/roles.js';

export { answerCommand } from './commands/answerCommand.js';
export { awaitMinPosition } from './commands/awaitMinPosition.js';
export { fromPosition, toPosition } from './commands/position.js';
export { requestHash } from './commands/requestHash.js';

export type { CallContext } from './grpc/callContext.js';
export { bearer } from './grpc/bearer.js';
export { encodedResponse } from './grpc/encodedResponse.js';
export { BATCH_FAILURE_BYTES_MAX, BATCH_ROW_BYTES_MAX, BATCH_ROWS_MAX } from './limits.js';
export { ForwardToOwner } from './grpc/forwardToOwner.js';
export {
  type MethodDefinition,
  ServerStream,
  type ServerStreamDefinition,
  type ServiceDefinition,
  Unary,
  type UnaryDefinition,
} from './grpc/methodDecorators.js';
export { type FieldViolation, type RpcCode, RpcFailure, type RpcFailureDetails } from './grpc/rpcFailure.js';
export { type GrpcServer, type GrpcServerOptions, startGrpcServer } from './grpc/startGrpcServer.js';
export { type StatusDetails, statusDetailsOf } from './grpc/statusDetails.js';

export { OpsModule } from './ops/ops.module.js';
export type { OpsPorts, RebuildOptions } from './ops/opsPorts.js';

export { randomIds } from './process/randomIds.js';
export { createLogger, type LogFields, type Logger, type LoggerOptions, type LogLevel } from './process/logger.js';
export { type Process, type ProcessOptions, runProcess } from './process/runProcess.js';
export { wallClock, type WallClock } from './process/wallClock.js';

export { type TailOptions, tailTopic, type TailedEvent } from './streams/tailTopic.js';
