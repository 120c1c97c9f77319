import type { BackupPlace } from '../backups.ts'

/** A file as it lies in its place: encrypted, if it is. */
export interface StoredFile {
  name: string
  bytes: number
}

/** Where backups lie. */
export interface Place {
  name: BackupPlace
  /** The files there, in any order; also those that are no backups. None when nothing was ever put there. */
  list: (signal?: AbortSignal) => Promise<StoredFile[]>
  /** The bytes of a file. */
  read: (name: string, signal?: AbortSignal) => AsyncIterable<Buffer>
  /** A file that is gone already is no fault. */
  remove: (name: string) => Promise<void>
  /** Removes what a killed writer has left half written, a day after. @returns how many. */
  removeUnfinished: (now: Date) => Promise<number>
}

/** How long somebody may still be writing it. */
export const UNFINISHED_MS = 24 * 3_600_000
