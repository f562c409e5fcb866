// The only door to the server: what the page shows comes from /_page/, what it does goes to /_control/.

/** POST JSON. Never throws: an unreachable server answers {ok: false, error: "unreachable"}. */
export async function act(name, body) {
  try {
    const response = await fetch(`/_control/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({}));
    return { ok: response.ok, ...answer };
  } catch {
    return { ok: false, error: "unreachable" };
  }
}

/** What this user sees now; null when the server does not answer. */
export async function fetchSnapshot(userId) {
  const query = userId ? `?user=${encodeURIComponent(userId)}` : "";
  try {
    const response = await fetch(`/_page/snapshot${query}`, { cache: "no-store" });
    const body = await response.json();
    return body && body.you ? body : { missing: true };
  } catch {
    return null;
  }
}

/** The traffic after entry number `after`: {entries, last}; null when the server does not answer. */
export async function fetchTraffic(after) {
  try {
    const response = await fetch(`/_page/traffic?after=${after}`, { cache: "no-store" });
    return await response.json();
  } catch {
    return null;
  }
}

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

/** Listen for changes until `stop()` is called on what is returned; tells of losing and finding the server. */
export function listen(userId, { changed, traffic, lost, found }) {
  let source = null;
  let timer = 0;
  let failures = 0;
  let stopped = false;

  function open() {
    source = new EventSource(`/_page/changes?user=${encodeURIComponent(userId)}`);
    source.onopen = () => {
      failures = 0;
      found();
      changed(null);
    };
    source.onmessage = (event) => {
      let version = null;
      try {
        const said = JSON.parse(event.data);
        version = said.version;
        traffic(said.traffic);
      } catch {
        // a line that is not ours: look at the snapshot anyway
      }
      changed(version);
    };
    source.onerror = () => {
      // The browser retries by itself only while the line was open; after an error answer it gives up. Do it here.
      source.close();
      if (stopped) return;
      lost();
      timer = setTimeout(open, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    };
  }

  open();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      source.close();
    },
  };
}
