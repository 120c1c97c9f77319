import { chmodSync, mkdirSync } from 'node:fs'
import type { Stack } from './environments.ts'

/** Closed to others; only where root runs PostgreSQL or Traefik as another user, that one must pass through it. */
export function makeStateFolder(stack: Stack): void {
  mkdirSync(stack.stateDirectory, { recursive: true })
  chmodSync(stack.stateDirectory, process.getuid?.() === 0 ? 0o711 : 0o700)
}
