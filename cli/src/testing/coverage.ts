import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import coverage, { type CoverageMap, type FileCoverageData, type Range } from 'istanbul-lib-coverage'
import report from 'istanbul-lib-report'
import reports from 'istanbul-reports'
import type { Context } from '../context.ts'

/** Makes one coverage/lcov.info, for editors and services, and pages to read out of what the batches have measured. */
export async function reportCoverage(measured: string[], { root, progress }: Context): Promise<void> {
  const map = coverage.createCoverageMap()
  for (const file of measured) {
    map.merge(readLcov(readFileSync(file, 'utf8'), root))
    rmSync(file)
  }
  writeReport(map, 'lcovonly', join(root, 'coverage'))
  writeReport(map, 'html', join(root, 'coverage/html'))
  const { lines } = map.getCoverageSummary()
  progress.say(
    `${lines.pct} % of ${lines.total} lines were run. Which ones: coverage/html/index.html, coverage/lcov.info`,
  )
}

function writeReport(map: CoverageMap, kind: 'html' | 'lcovonly', folder: string): void {
  const context = report.createContext({ dir: folder, coverageMap: map, defaultSummarizer: 'nested' })
  reports.create(kind).execute(context)
}

/** What lcov says of each file (geninfo(1)), in the form that the reports are drawn from: a line is a statement. */
export function readLcov(text: string, root: string): CoverageMap {
  const map = coverage.createCoverageMap()
  for (const record of text.split('end_of_record')) {
    const name = /^SF:(.*)$/m.exec(record)?.[1]
    if (name) map.addFileCoverage(readRecord(record, resolve(root, name)))
  }
  return map
}

function readRecord(record: string, path: string): FileCoverageData {
  const sources = readFileSync(path, 'utf8').split('\n')
  const lineRange = (line: number): Range => ({
    start: { line, column: 0 },
    end: { line, column: sources[line - 1]?.length ?? 0 },
  })
  const data: FileCoverageData = { path, statementMap: {}, s: {}, fnMap: {}, f: {}, branchMap: {}, b: {} }
  for (const [, line = '', count = ''] of record.matchAll(/^DA:(\d+),(\d+)/gm)) {
    data.statementMap[line] = lineRange(Number(line))
    data.s[line] = Number(count)
  }
  const counts = new Map([...record.matchAll(/^FNDA:(\d+),(.*)$/gm)].map(([, count, name]) => [name, Number(count)]))
  for (const [index, [, line, name = '']] of [...record.matchAll(/^FN:(\d+),(.*)$/gm)].entries()) {
    const range = lineRange(Number(line))
    data.fnMap[index] = { name, decl: range, loc: range, line: Number(line) }
    data.f[index] = counts.get(name) ?? 0
  }
  // Node counts each block of code that is run or not run as a branch of its own.
  for (const [index, [, line, count]] of [...record.matchAll(/^BRDA:(\d+),\d+,\d+,(\d+|-)/gm)].entries()) {
    const range = lineRange(Number(line))
    data.branchMap[index] = { type: 'branch', loc: range, locations: [range], line: Number(line) }
    data.b[index] = [Number(count) || 0]
  }
  return data
}
