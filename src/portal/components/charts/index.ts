export { BarChart, type Bar, type BarChartProps } from './bar-chart.tsx';
export { LineChart, type ChartLine, type ChartPoint, type LineChartProps } from './line-chart.tsx';
export { Sparkline, type SparklineProps } from './sparkline.tsx';
