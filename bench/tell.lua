-- What wrk found, as one line of JSON: the counts, and the latency at every thousandth. Shared by both scripts.
function done(summary, latency)
  local steps = {}
  for step = 1, 1000 do
    steps[step] = latency:percentile(step / 10 - 0.05)
  end
  local errors = summary.errors
  io.write(string.format(
    '{"answers":%d,"microseconds":%d,"refused":%d,"broken":%d,"latencies":[%s]}\n',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, table.concat(steps, ",")))
end
