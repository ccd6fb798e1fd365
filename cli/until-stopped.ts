/** Settles at ^C or SIGTERM, or after `ms` if that is given. A second ^C ends the process at once. */
export function untilStopped(ms?: number): Promise<"signal" | "time"> {
  return new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(() => done("time"), ms);
    const onSignal = () => done("signal");
    const done = (why: "signal" | "time") => {
      clearTimeout(timer);
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
      resolve(why);
    };
    process.on("SIGINT", onSignal);
    process.on("SIGTERM", onSignal);
  });
}
