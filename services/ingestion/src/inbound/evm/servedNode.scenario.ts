import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RpcCall } from './rpc/rpcClient.js';
import { type ScriptedChain, ScriptedNode } from './scriptedNodes.scenario.js';

/** A scripted node behind real http. */
export async function serveScripted(chain: ScriptedChain): Promise<{ readonly server: Server; readonly url: string }> {
  const node = new ScriptedNode(chain);
  const never = new AbortController().signal;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const calls = JSON.parse(Buffer.concat(chunks).toString()) as readonly (RpcCall & { readonly id: number })[];
      void node.send(calls, never).then((outcome) => {
        if (!outcome.ok) return response.destroy();
        const answers = outcome.answers.map((answer, place) => {
          const { id } = calls[place]!;
          return answer.ok ? { id, result: answer.result } : { id, error: { ...answer } };
        });
        return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
