import '@mantine/charts/styles.css'
import { LineChart } from '@mantine/charts'
import { useFrame } from '../../frame/use-frame.ts'
import { sayDay } from '../../parts/say-day.ts'
import { MOODS } from './mood.tsx'

const nameOf = (value: number) => MOODS[Math.round(value) - 1]?.name ?? ''

/** How days felt, from awful below to great above; a day without a mood leaves no point, and the line goes on. */
export default function MoodLine({ days }: { days: { day: string; mean: number | null }[] }) {
  const { account, locale } = useFrame()
  const data = days.map(({ day, mean }) => ({ day: sayDay(day, account.today, locale), Mood: mean }))
  return (
    <LineChart
      h={200}
      data={data}
      dataKey="day"
      series={[{ name: 'Mood', color: 'var(--accent)' }]}
      curveType="monotone"
      connectNulls
      gridAxis="x"
      tickLine="none"
      valueFormatter={nameOf}
      yAxisProps={{
        domain: [1, 5],
        ticks: [1, 2, 3, 4, 5],
        width: 52,
        padding: { top: 10, bottom: 10 },
        tick: { fontSize: 12, fill: 'var(--quiet)' },
      }}
      xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 48, tick: { fontSize: 12, fill: 'var(--quiet)' } }}
      lineProps={{ isAnimationActive: false }}
      lineChartProps={{ accessibilityLayer: false }}
      tooltipAnimationDuration={0}
    />
  )
}
