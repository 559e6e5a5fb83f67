/** A person at a browser, as far as HTTP goes: keeps cookies, follows redirects, fills in the form on the page. */
export interface Browser {
  cookies: Map<string, string>;
  /** Every `Set-Cookie` line received. */
  setCookies: string[];
  /** Every address asked for, redirects included. */
  visited: string[];
  open(path: string): Promise<Visit>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Visit>;
  /** Sends the form of the last page with its hidden fields and these. */
  send(fields: Record<string, string>): Promise<Visit>;
  /** From now on asks another server, as if a balancer had chosen it. */
  moveTo(address: string): void;
}

export interface Visit {
  status: number;
  url: string;
  text: string;
}

/** @param publicOrigin the name people use for `address`, when a proxy would stand between */
export function browser(address: string, publicOrigin: string | null = null): Browser {
  let at = new URL(address);
  let last: Visit = { status: 0, url: address, text: '' };
  const me: Browser = {
    cookies: new Map(),
    setCookies: [],
    visited: [],
    open: (path) => visit(path, { method: 'GET' }),
    post: (path, fields, headers = {}) => visit(path, { method: 'POST', body: new URLSearchParams(fields), headers }),
    send(fields) {
      const action = /action="([^"]+)"/.exec(last.text)?.[1];
      if (action === undefined) throw new Error(`no form on ${last.url}: ${last.text.slice(0, 200)}`);
      const hidden = [...last.text.matchAll(/<input [^>]*?name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]);
      return me.post(action, { ...Object.fromEntries(hidden), ...fields });
    },
    moveTo(to) {
      at = new URL(to);
    },
  };
  return me;

  async function visit(path: string, init: { method: string; body?: URLSearchParams; headers?: Record<string, string> }): Promise<Visit> {
    let url = new URL(path, publicOrigin ?? at);
    let next = init;
    for (let hops = 0; hops < 12; hops++) {
      me.visited.push(url.href);
      const target = url.origin === publicOrigin ? new URL(url.pathname + url.search, at) : url;
      const cookie = [...me.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(target, { ...next, redirect: 'manual', headers: { ...next.headers, cookie } });
      for (const line of response.headers.getSetCookie()) {
        me.setCookies.push(line);
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) me.cookies.delete(name);
        else me.cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status >= 400) {
        last = { status: response.status, url: url.href, text: await response.text() };
        return last;
      }
      url = new URL(location, url);
      next = { method: 'GET' };
    }
    throw new Error(`too many redirects, last to ${url.href}`);
  }
}
