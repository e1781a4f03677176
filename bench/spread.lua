-- Bids as programs send them, for wrk: any bidder, any lot, an amount that rises with the clock, a key of its own.
-- Arguments: name of this sender, file of tokens, first auction, number of auctions, when the amounts began (µs).
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "tell.lua")
local ffi = require("ffi")
ffi.cdef([[
struct moment { long seconds; long nanoseconds; };
int clock_gettime(int clock, struct moment *at);
]])
local moment = ffi.new("struct moment")
local tokens, sender, first, lots, began, sent = {}, "", 1, 1, 0, 0

local function microseconds()
  ffi.C.clock_gettime(0, moment)
  return tonumber(moment.seconds) * 1000000 + math.floor(tonumber(moment.nanoseconds) / 1000)
end

function init(args)
  sender, first, lots, began = args[1], tonumber(args[3]), tonumber(args[4]), tonumber(args[5])
  for token in io.lines(args[2]) do
    tokens[#tokens + 1] = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }
  end
  math.randomseed(microseconds() % 1000000007)
  sender = sender .. "-" .. math.random(1, 1000000000)
end

function request()
  sent = sent + 1
  local minor = math.floor((microseconds() - began) / 10)
  local body = string.format(
    '{"amount":"%d.%02d","key":"%s-%d","confirmed":true}', math.floor(minor / 100), minor % 100, sender, sent)
  local path = "/api/v1/auctions/" .. (first + math.random(0, lots - 1)) .. "/bids"
  return wrk.format("POST", path, tokens[math.random(1, #tokens)], body)
end
