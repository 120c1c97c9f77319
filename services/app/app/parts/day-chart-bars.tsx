import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useFrame } from '../frame/use-frame.ts'
import type { DayCount } from './day-chart.tsx'
import { sayDay } from './say-day.ts'

export default function DayChartBars({ days, unit }: { days: DayCount[]; unit: string }) {
  const { account, locale } = useFrame()
  const data = days.map(({ day, count }) => ({ day: sayDay(day, account.today, locale), [unit]: count }))
  return (
    <BarChart
      h={140}
      data={data}
      dataKey="day"
      series={[{ name: unit, color: 'var(--accent)' }]}
      gridAxis="none"
      tickLine="none"
      withYAxis={false}
      barProps={{ radius: [3, 3, 0, 0], maxBarSize: 28, isAnimationActive: false }}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 48, tick: { fontSize: 12, fill: 'var(--quiet)' } }}
      barChartProps={{ accessibilityLayer: false }}
      tooltipAnimationDuration={0}
      tooltipProps={{ cursor: { fill: 'var(--hover)' } }}
    />
  )
}
