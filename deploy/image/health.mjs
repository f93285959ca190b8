// Run by the image's health check. Ends with 0 when the service in this container is alive. The base image has neither
// curl nor wget.
const address = `http://127.0.0.1:${process.env.PORT}/health/live`;
try {
  const response = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
} catch (error) {
  console.error(`Not alive at ${address}: ${error.cause?.message ?? error.message}.`);
  process.exitCode = 1;
}
