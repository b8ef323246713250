/** Watches a hub's changes as somebody; gives what they are told, event by event, and null once nothing more comes. */
export async function watchChanges(hub: URL, headers: Readonly<Record<string, string>>) {
  const answer = await fetch(new URL('/api/v1/events', hub), { headers });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let read = '';
  const next = async (): Promise<{ id: string; event: string; data: Record<string, unknown> } | null> => {
    for (;;) {
      const end = read.indexOf('\n\n');
      if (end === -1) {
        const { value, done } = (await reader?.read()) ?? { value: '', done: true };
        if (done) return null;
        read += value;
        continue;
      }
      const lines = read.slice(0, end).split('\n');
      read = read.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
      if (field('event') !== '') return { id: field('id'), event: field('event'), data: JSON.parse(field('data')) };
    }
  };
  return { status: answer.status, type: answer.headers.get('content-type'), next, leave: () => reader?.cancel() };
}
