// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// A price feed that answers and logs as Chainlink's aggregators do: rounds numbered by one, each with its time.
contract RoundFeed {
    event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

    uint8 public constant decimals = 8;
    uint80 public latestRound;
    int256 public latestAnswer;
    uint256 public latestTimestamp;

    constructor(int256 answer) {
        submit(answer);
    }

    function submit(int256 answer) public {
        latestRound += 1;
        latestAnswer = answer;
        latestTimestamp = block.timestamp;
        emit AnswerUpdated(answer, latestRound, block.timestamp);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (latestRound, latestAnswer, latestTimestamp, latestTimestamp, latestRound);
    }
}
