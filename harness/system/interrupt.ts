/** Aborts on the first SIGINT or SIGTERM so that work can stop cleanly; a second one ends the process at once. */
export function interruptSignal(target: NodeJS.Process, onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) target.exit(130);
    onFirst();
    controller.abort();
  };
  target.on('SIGINT', interrupt);
  target.on('SIGTERM', interrupt);
  return controller.signal;
}
