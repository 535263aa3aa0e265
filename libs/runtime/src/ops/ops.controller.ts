import { Controller, Inject } from '@nestjs/common';
import { codecOf, isTopicName } from '@gimbal/contracts';
import {
  type ExportHeadsRequest,
  type ExportHeadsResponse,
  type GetStatusRequest,
  type GetStatusResponse,
  OpsServiceService,
  type RebuildProjectionRequest,
  type RebuildProjectionResponse,
  type TailTopicRequest,
  type TailTopicResponse,
  type VerifySealsRequest,
  type VerifySealsResponse,
  type WatchStatusRequest,
  type WatchStatusResponse,
} from '@gimbal/contracts/ops/v1/ops_service';
import { toPosition } from '../commands/position.js';
import type { CallContext } from '../grpc/callContext.js';
import { ServerStream, Unary } from '../grpc/methodDecorators.js';
import { RpcFailure } from '../grpc/rpcFailure.js';
import { advances } from '../streams/advances.js';
import { tailTopic } from '../streams/tailTopic.js';
import type { OpsPorts } from './opsPorts.js';
import { startsOf } from './startsOf.js';
import { statusAnswer } from './statusAnswer.js';

export const OPS_PORTS = Symbol('OPS_PORTS');

/** What every service answers an operator. */
@Controller()
export class OpsController {
  constructor(@Inject(OPS_PORTS) private readonly ports: OpsPorts) {}

  @Unary(OpsServiceService.getStatus)
  getStatus(_request: GetStatusRequest): Promise<GetStatusResponse> {
    return statusAnswer(this.ports);
  }

  @ServerStream(OpsServiceService.watchStatus)
  async *watchStatus(_request: WatchStatusRequest, call: CallContext): AsyncIterable<WatchStatusResponse> {
    for await (const _ of advances(this.ports, call.signal)) yield { status: await statusAnswer(this.ports) };
  }

  @ServerStream(OpsServiceService.tailTopic)
  async *tailTopic(request: TailTopicRequest, call: CallContext): AsyncIterable<TailTopicResponse> {
    const { log, partitionCount } = this.ports;
    const { topic, fromHead, follow } = request;
    if (!isTopicName(topic))
      throw new RpcFailure('INVALID_ARGUMENT', `Expected a topic of the log, was "${topic}".`, { field: 'topic' });
    const tailed = tailTopic({
      log,
      topic,
      partitions: Array.from({ length: partitionCount }, (_, partition) => partition),
      from: startsOf(request, partitionCount),
      start: fromHead ? 'head' : 'first',
      follow,
      tenant: call.principal.tenant,
      signal: call.signal,
    });
    for await (const { position, envelope, event } of tailed) {
      yield {
        position: toPosition(position),
        type: event.type,
        id: envelope.id,
        key: envelope.key,
        timeUs: envelope.timeUs,
        json: JSON.stringify(codecOf(event.type)!.toJSON(event.value)),
      };
    }
  }

  @Unary(OpsServiceService.exportHeads)
  exportHeads(_request: ExportHeadsRequest): Promise<ExportHeadsResponse> {
    return this.ports.exportHeads();
  }

  @Unary(OpsServiceService.verifySeals)
  verifySeals(request: VerifySealsRequest, call: CallContext): Promise<VerifySealsResponse> {
    return this.ports.verifySeals(request.heads, call.signal);
  }

  @Unary(OpsServiceService.rebuildProjection)
  rebuildProjection(request: RebuildProjectionRequest, call: CallContext): Promise<RebuildProjectionResponse> {
    const { fromSnapshot, swap } = request;
    return this.ports.rebuild({ fromSnapshot, swap, signal: call.signal });
  }
}
