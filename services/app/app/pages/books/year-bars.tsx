import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'

interface Month {
  month: string
  books: number
  pages: number
}

const SERIES = [
  { name: 'books', color: 'var(--accent)' },
  { name: 'pages', color: 'var(--amber)' },
] as const

/** Books and pages by month, each on a scale of its own, one above the other. */
export default function YearBars({ months }: { months: Month[] }) {
  return SERIES.map(({ name, color }) => (
    <div key={name}>
      <p className="quiet">{name === 'books' ? 'Books by month' : 'Pages by month'}</p>
      <BarChart
        h={130}
        data={months}
        dataKey="month"
        series={[{ name, color }]}
        gridAxis="none"
        tickLine="none"
        withYAxis={false}
        barProps={{ radius: [3, 3, 0, 0], maxBarSize: 32, isAnimationActive: false }}
        xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 8, tick: { fontSize: 12, fill: 'var(--quiet)' } }}
        barChartProps={{ accessibilityLayer: false }}
        tooltipAnimationDuration={0}
        tooltipProps={{ cursor: { fill: 'var(--hover)' } }}
      />
    </div>
  ))
}
