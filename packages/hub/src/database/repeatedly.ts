/** Does something again and again, with a pause (ms) between, until stopped; what fails once is done the next time. */
export function repeatedly(
  run: () => Promise<unknown>,
  failed: (error: unknown) => void,
  pause: number,
): () => Promise<void> {
  let stopped = false;
  let wake = (): void => {};
  const running = (async () => {
    while (!stopped) {
      await run().catch(failed);
      await new Promise<void>((done) => {
        wake = done;
        if (stopped) done();
        else setTimeout(done, pause).unref();
      });
    }
  })();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
