import type { FakeService } from './fake-service.server.js';

/** A person whom the fake catalog knows by the given secrets. */
export const ALICE = { id: 'alice-id-001', handle: 'alice', name: 'Alice Adler', role: 'reader' };

/** Makes the fake catalog know Alice whenever it is asked for a credential. */
export function knowAlice(catalog: FakeService): void {
  catalog.on('POST /internal/sessions/resolve', { body: { person: ALICE } });
}
