// The peers' side of peers/README.md: reads requests from standard input, runs them, and answers with one line of JSON each.
#pragma once
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <iostream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

constexpr size_t GREEK_COLUMNS = 10;

struct Columns {
  std::vector<double> all;
  size_t rows = 0, spot_moves = 0, vol_moves = 0;
  const double *column(size_t index) const { return all.data() + 3 + index * rows; }
  const double *after_columns(size_t columns) const { return column(columns); }
};

inline Columns read_columns(const std::string &path) {
  Columns columns;
  FILE *file = fopen(path.c_str(), "rb");
  if (!file) {
    perror(path.c_str());
    exit(2);
  }
  fseek(file, 0, SEEK_END);
  columns.all.resize(ftell(file) / sizeof(double));
  rewind(file);
  if (fread(columns.all.data(), sizeof(double), columns.all.size(), file) != columns.all.size()) exit(2);
  fclose(file);
  columns.rows = columns.all[0];
  columns.spot_moves = columns.all[1];
  columns.vol_moves = columns.all[2];
  return columns;
}

inline double seconds_of(clockid_t clock) {
  timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

// Fills `out` from `in`, once.
using Task = std::function<void(const Columns &in, double *out)>;

inline size_t answers_of(const std::string &task, const Columns &in) {
  if (task == "greeks") return GREEK_COLUMNS * in.rows;
  if (task == "grid") return in.spot_moves * in.vol_moves;
  return in.rows;
}

inline int serve(const std::map<std::string, Task> &tasks) {
  std::map<std::string, Columns> inputs;
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string name, input, output;
    double least_seconds;
    std::getline(words, name, '\t');
    std::getline(words, input, '\t');
    std::getline(words, output, '\t');
    words >> least_seconds;
    const auto task = tasks.find(name);
    if (task == tasks.end()) {
      std::cout << "{\"unsupported\":true}" << std::endl;
      continue;
    }
    if (!inputs.count(input)) inputs[input] = read_columns(input);
    const Columns &in = inputs[input];
    std::vector<double> out(answers_of(name, in), std::numeric_limits<double>::quiet_NaN());
    task->second(in, out.data());
    const double cpu = seconds_of(CLOCK_THREAD_CPUTIME_ID), wall = seconds_of(CLOCK_MONOTONIC);
    size_t passes = 0;
    double spent = 0;
    while (spent < least_seconds) {
      task->second(in, out.data());
      passes++;
      spent = seconds_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
    }
    const double wall_spent = seconds_of(CLOCK_MONOTONIC) - wall;
    if (output != "-") {
      FILE *file = fopen(output.c_str(), "wb");
      if (!file || fwrite(out.data(), sizeof(double), out.size(), file) != out.size() || fclose(file)) exit(2);
    }
    printf("{\"passes\":%zu,\"cpuSeconds\":%.9g,\"wallSeconds\":%.9g}\n", passes, spent, wall_spent);
    fflush(stdout);
  }
  return 0;
}
