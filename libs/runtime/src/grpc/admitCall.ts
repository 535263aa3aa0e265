import {
  type Metadata,
  ResponderBuilder,
  type ServerInterceptor,
  ServerInterceptingCall,
  ServerListenerBuilder,
  status,
} from '@grpc/grpc-js';
import type { TokenVerifier } from '../auth/createTokenVerifier.js';
import { isOpenMethod, rolesFor } from '../auth/methodRoles.js';
import type { AuthenticatedPrincipal } from '../auth/principalOf.js';
import { bearerTokenOf } from './bearer.js';

type Admission =
  | { readonly principal: AuthenticatedPrincipal }
  | { readonly refusal: { readonly code: status; readonly details: string } };

/** Verifies token and role when a call's headers have come, before any of its request is read. */
export function admitCall(
  verifier: TokenVerifier,
  principals: WeakMap<Metadata, AuthenticatedPrincipal>,
): ServerInterceptor {
  return (method, call) => {
    if (isOpenMethod(method.path)) return new ServerInterceptingCall(call);
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, pass) => {
        void admission(verifier, metadata, method.path).then((admitted) => {
          if ('refusal' in admitted) {
            call.sendStatus(admitted.refusal);
            return;
          }
          principals.set(metadata, admitted.principal);
          pass(metadata);
        });
      })
      .build();
    const responder = new ResponderBuilder().withStart((next) => next(listener)).build();
    return new ServerInterceptingCall(call, responder);
  };
}

async function admission(verifier: TokenVerifier, metadata: Metadata, path: string): Promise<Admission> {
  const verdict = await verifier.verify(bearerTokenOf(metadata));
  if (verdict.kind === 'failure') {
    const code = verdict.code === 'keys_unavailable' ? status.UNAVAILABLE : status.UNAUTHENTICATED;
    return { refusal: { code, details: verdict.reason } };
  }
  const allowed = rolesFor(path);
  if (verdict.principal.roles.some((role) => allowed.includes(role))) return { principal: verdict.principal };
  const needed = allowed.length === 0 ? 'nobody is allowed to' : `one of ${allowed.join(', ')} may`;
  return { refusal: { code: status.PERMISSION_DENIED, details: `Expected a role that may call ${path}: ${needed}.` } };
}
