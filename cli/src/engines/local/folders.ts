import { basename, join } from 'node:path'
import type { Stack } from '../../environments.ts'
import type { Model, Service } from './model.ts'

/**
 * Folders that containers share by a volume, or have in memory, are folders of the state directory here. A service is
 * told of its own by a variable that is exactly the folder's path: `BACKUP_DIRECTORY=/backups`.
 */
export function localFolders(environment: Record<string, string>, stack: Stack, model: Model): Record<string, string> {
  const targets = new Set(Object.values(model.services).flatMap(foldersOf))
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, targets.has(value) ? folderFor(value, stack) : value]),
  )
}

/** The folder that stands for a service's tmpfs, where it is told of one: gone when the service stops. */
export function folderInMemory(service: Service, stack: Stack): string | null {
  const values = Object.values(service.environment ?? {})
  const target = inMemory(service).find((path) => values.includes(path))
  return target === undefined ? null : folderFor(target, stack)
}

const folderFor = (target: string, stack: Stack) => join(stack.stateDirectory, basename(target))

function foldersOf(service: Service): string[] {
  const mounted = (service.volumes ?? []).filter(({ type }) => type === 'volume').map(({ target }) => target)
  return [...mounted, ...inMemory(service)]
}

function inMemory(service: Service): string[] {
  return (service.tmpfs ?? []).map((entry) => entry.split(':')[0] ?? entry)
}
