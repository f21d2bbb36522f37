/** What came of a call. `unreachable` is worth another try later, `refused` is not. */
export type Reply =
  | { readonly type: "ok"; readonly body: unknown }
  | { readonly type: "refused"; readonly status: number; readonly body: RefusalBody }
  | { readonly type: "signed_out" }
  | { readonly type: "unreachable" };

export interface RefusalBody {
  readonly code: string;
  readonly message: string;
  readonly path?: string;
  readonly stored?: unknown;
  /** Of `guideline_unread`: the number of the version to read, and where the API tells what it says. */
  readonly guideline?: number;
  readonly reading?: string;
}

export interface CallOptions {
  readonly key?: string;
  /** Let the call outlive the page. */
  readonly keepalive?: boolean;
}

export interface Api {
  send(method: "GET" | "POST" | "PUT", url: string, body: unknown, options?: CallOptions): Promise<Reply>;
}

const PATIENCE_MS = 20_000;
const SIGNED_OUT_CODES: ReadonlySet<string> = new Set(["not_signed_in", "csrf_failed"]);

/** Return the caller of our own API. The token is asked for at every call: signing in again renews it. */
export function createApi(fetcher: typeof fetch, token: () => string): Api {
  return {
    async send(method, url, body, options = {}) {
      const headers: Record<string, string> = { "Content-Type": "application/json", "X-CSRFToken": token() };
      if (options.key) headers["Idempotency-Key"] = options.key;
      try {
        const response = await fetcher(url, {
          method,
          headers,
          body: method === "GET" ? null : JSON.stringify(body),
          credentials: "same-origin",
          keepalive: options.keepalive ?? false,
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        return await readReply(response);
      } catch {
        return { type: "unreachable" };
      }
    },
  };
}

/** Return what this response means. */
export async function readReply(response: Response): Promise<Reply> {
  if (response.redirected || response.status === 401) return { type: "signed_out" };
  if (response.status >= 500 || response.status === 429 || response.status === 408)
    return { type: "unreachable" };
  if (response.status === 204) return { type: "ok", body: null };
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body === null ? { type: "unreachable" } : { type: "ok", body };
  const refusal = asRefusal(body);
  if (response.status === 403 && SIGNED_OUT_CODES.has(refusal.code)) return { type: "signed_out" };
  return { type: "refused", status: response.status, body: refusal };
}

function asRefusal(body: unknown): RefusalBody {
  const known = (body ?? {}) as Partial<RefusalBody>;
  return { ...known, code: known.code ?? "error", message: known.message ?? "" };
}
