import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { StringDecoder } from 'node:string_decoder'

const longestLine = 64 * 1024

/**
 * Writes a service's output to its log file, each line with the instant it arrived, and moves the file on to `.1`,
 * `.2` … when it is full, as the json-file driver of the compose model does.
 */
export class LogWriter {
  private readonly file: string
  private readonly limits: { maximumBytes: number; files: number }
  private descriptor: number
  private size: number

  constructor(file: string, limits: { maximumBytes: number; files: number }) {
    this.file = file
    this.limits = limits
    mkdirSync(dirname(file), { recursive: true })
    this.descriptor = openSync(file, 'a', 0o600)
    this.size = fstatSync(this.descriptor).size
  }

  /** Reads a stream to its end, line by line. What has no line end after 64 kB is cut there. */
  follow(stream: NodeJS.ReadableStream): void {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    stream.on('data', (chunk: Buffer) => {
      const lines = (rest + decoder.write(chunk)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.write(line)
      if (rest.length > longestLine) {
        this.write(rest)
        rest = ''
      }
    })
    stream.on('end', () => {
      if (rest) this.write(rest)
      rest = ''
    })
  }

  write(line: string): void {
    const text = `${new Date().toISOString()} ${line}\n`
    if (this.size > 0 && this.size + text.length > this.limits.maximumBytes) this.rotate()
    try {
      writeSync(this.descriptor, text)
      this.size += Buffer.byteLength(text)
    } catch (error) {
      // A full disk must not take the services down with it: the line is lost, the service goes on.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
  }

  close(): void {
    closeSync(this.descriptor)
  }

  private rotate(): void {
    closeSync(this.descriptor)
    if (this.limits.files <= 1) rmSync(this.file, { force: true })
    for (let number = this.limits.files - 1; number >= 1; number--) {
      const from = number === 1 ? this.file : `${this.file}.${number - 1}`
      try {
        renameSync(from, `${this.file}.${number}`)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    }
    this.descriptor = openSync(this.file, 'a', 0o600)
    this.size = 0
  }
}
