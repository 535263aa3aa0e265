export function ensureInstalled(): { readonly ok: true } | { readonly ok: false; readonly reason: string };
