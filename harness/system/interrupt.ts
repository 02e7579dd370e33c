/**
 * Aborts on the first SIGINT, SIGTERM or SIGHUP so that work can stop cleanly; a second one ends the process at once, but
 * for SIGHUP, which a terminal that is closed may send twice: the kernel does, and so does the shell.
 */
export function interruptSignal(target: NodeJS.Process, onFirst: () => void): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) return;
    onFirst();
    controller.abort();
  };
  const interrupt = () => {
    if (controller.signal.aborted) target.exit(130);
    stop();
  };
  target.on('SIGINT', interrupt);
  target.on('SIGTERM', interrupt);
  target.on('SIGHUP', stop);
  return controller.signal;
}
