/** One request as tests see it. Bodies and tokens are never kept. */
export interface LoggedRequest {
  verb: string;
  resource: string;
  namespace: string;
  name: string;
  subresource: string;
  query: string;
  code: number;
  userAgent: string;
}

/** Counts of requests by verb and resource, and the latest of them. */
export class RequestLog {
  readonly #counts = new Map<string, number>();
  readonly #latest: LoggedRequest[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  add(request: LoggedRequest): void {
    const resource = request.subresource === "" ? request.resource : `${request.resource}/${request.subresource}`;
    const key = `${request.verb} ${resource}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    if (this.#size === 0) return;
    this.#latest.push(request);
    if (this.#latest.length > 2 * this.#size) this.#latest.splice(0, this.#latest.length - this.#size);
  }

  /** For example `{"patch secrets": 3, "patch tokapikeys/status": 2}`. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  count(verb: string, resource: string): number {
    return this.#counts.get(`${verb} ${resource}`) ?? 0;
  }

  latest(): readonly LoggedRequest[] {
    return this.#latest.slice(-this.#size);
  }

  reset(): void {
    this.#counts.clear();
    this.#latest.length = 0;
  }
}
