import type { Answer, Request } from "./http.ts";

/** Answers a matched request. */
export type Handler = (request: Request) => Answer | Promise<Answer>;

/** A route: method, pattern (`/api/token/:id`, or a tail `/assets/*`) and what answers it. */
export interface Route {
  readonly method: string;
  readonly pattern: string;
  readonly handler: Handler;
}

/** Routes by exact method and path. Static segments win over `:names`. A trailing slash is part of the path. */
export interface Router {
  add(method: string, pattern: string, handler: Handler): void;
  /** The route for the path, its parameters put into `params`. */
  match(method: string, path: string): { route: Route; params: Record<string, string> } | undefined;
  /** Methods that have a route for the path. */
  methods(path: string): string[];
}

interface Node {
  fixed: Map<string, Node>;
  named: Node | undefined;
  tail: Map<string, Route>;
  routes: Map<string, { route: Route; names: string[] }>;
}

const newNode = (): Node => ({ fixed: new Map(), named: undefined, tail: new Map(), routes: new Map() });

/** A router without routes. */
export function createRouter(): Router {
  const root = newNode();

  function find(node: Node, segments: string[], at: number, method: string, values: string[]): Found | undefined {
    if (at === segments.length) {
      const leaf = node.routes.get(method);
      if (!leaf) return undefined;
      const params: Record<string, string> = {};
      for (const [index, name] of leaf.names.entries()) params[name] = values[index] ?? "";
      return { route: leaf.route, params };
    }
    const segment = segments[at] as string;
    const fixed = node.fixed.get(segment);
    const exact = fixed && find(fixed, segments, at + 1, method, values);
    if (exact) return exact;
    if (node.named && segment !== "") {
      const named = find(node.named, segments, at + 1, method, [...values, decode(segment)]);
      if (named) return named;
    }
    const tail = node.tail.get(method);
    return tail ? { route: tail, params: { "*": segments.slice(at).join("/") } } : undefined;
  }

  return {
    add(method, pattern, handler) {
      const route = { method, pattern, handler };
      const names: string[] = [];
      let node = root;
      for (const segment of pattern.slice(1).split("/")) {
        if (segment === "*") {
          node.tail.set(method, route);
          return;
        }
        if (segment.startsWith(":")) {
          names.push(segment.slice(1));
          node.named ??= newNode();
          node = node.named;
        } else {
          const next = node.fixed.get(segment) ?? newNode();
          node.fixed.set(segment, next);
          node = next;
        }
      }
      node.routes.set(method, { route, names });
    },
    match: (method, path) => find(root, path.slice(1).split("/"), 0, method, []),
    methods: (path) => known.filter((method) => find(root, path.slice(1).split("/"), 0, method, []) !== undefined),
  };
}

type Found = { route: Route; params: Record<string, string> };

const known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
