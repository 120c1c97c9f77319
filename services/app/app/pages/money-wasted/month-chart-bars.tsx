import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useFrame } from '../../frame/use-frame.ts'
import { sayMoney } from '../../parts/money.tsx'
import { type MonthSum, sayMonth } from './month-chart.tsx'

export default function MonthChartBars({ months, currency }: { months: MonthSum[]; currency: string }) {
  const { locale } = useFrame()
  // A float is enough for the height of a bar.
  const data = months.map(({ month, amount }) => ({ month: sayMonth(month, locale), wasted: Number(amount) }))
  return (
    <BarChart
      h={140}
      data={data}
      dataKey="month"
      series={[{ name: 'wasted', color: 'var(--accent)' }]}
      valueFormatter={(value) => sayMoney(String(value), currency, locale)}
      gridAxis="none"
      tickLine="none"
      withYAxis={false}
      barProps={{ radius: [3, 3, 0, 0], maxBarSize: 28, isAnimationActive: false }}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24, tick: { fontSize: 12, fill: 'var(--quiet)' } }}
      barChartProps={{ accessibilityLayer: false }}
      tooltipAnimationDuration={0}
      tooltipProps={{ cursor: { fill: 'var(--hover)' } }}
    />
  )
}
