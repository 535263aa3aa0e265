import { IndexedFields } from '../rawJson/indexedFields.js';
import { NOWHERE, OBJECT_NODE, TEXT_NODE } from '../rawJson/rawIndex.js';

/** A message of a channel of the market, and where its contents stand. */
export interface ChannelChange {
  readonly channel: string;
  /** Undefined for the channel of all markets. */
  readonly id: string | undefined;
  readonly messageId: number;
  readonly contents: IndexedFields;
}

/** What an indexed message changes in a market, when it is one of the three kinds that do, as they nearly always come. */
export function channelChange({ index, node }: IndexedFields): ChannelChange | undefined {
  const type = index.memberOf(node, 'type');
  const channel = index.memberOf(node, 'channel');
  const contents = index.memberOf(node, 'contents');
  const messageId = index.memberOf(node, 'message_id');
  if (type === NOWHERE || channel === NOWHERE || contents === NOWHERE || messageId === NOWHERE) return undefined;
  if (!index.isText(type, 'channel_data') || index.kinds[contents] !== OBJECT_NODE) return undefined;
  if (index.memberOf(node, 'request') !== NOWHERE || !index.readDecimal(messageId)) return undefined;
  const { count } = index.decimal;
  if (count < 0) return undefined;
  const id = index.memberOf(node, 'id');
  const isOfAll = index.isText(channel, 'v4_markets');
  const isOfOne = index.isText(channel, 'v4_orderbook') || index.isText(channel, 'v4_trades');
  if (isOfAll ? id !== NOWHERE : !isOfOne || id === NOWHERE || index.kinds[id] !== TEXT_NODE) return undefined;
  const name = isOfAll ? undefined : index.name(id);
  if (name === '') return undefined;
  return {
    channel: index.name(channel),
    id: name,
    messageId: count,
    contents: new IndexedFields(index, contents),
  };
}
