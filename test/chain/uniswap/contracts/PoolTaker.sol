// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

interface IPool {
    function swap(address to, bool zeroForOne, int256 amount, uint160 limit, bytes calldata data) external;
    function mint(address owner, int24 lower, int24 upper, uint128 amount, bytes calldata data) external;
    function burn(int24 lower, int24 upper, uint128 amount) external;
    function collect(address to, int24 lower, int24 upper, uint128 max0, uint128 max1) external;
    function flash(address to, uint256 amount0, uint256 amount1, bytes calldata data) external;
    function token0() external view returns (address);
    function token1() external view returns (address);
}

/// A token that gives anybody what they ask for.
contract FreeToken {
    uint8 public immutable decimals;
    mapping(address => uint256) public balanceOf;

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    function give(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// Asks a pool for anything, several things in one transaction, and pays whatever it wants.
contract PoolTaker {
    struct Ask {
        uint8 kind;
        bool zeroForOne;
        int256 amount;
        uint160 limit;
        int24 lower;
        int24 upper;
        uint128 liquidity;
    }

    function take(IPool pool, Ask[] calldata asks) external {
        for (uint256 at = 0; at < asks.length; at++) {
            Ask calldata ask = asks[at];
            bytes memory none = abi.encode(uint256(0), uint256(0));
            if (ask.kind == 0) pool.swap(msg.sender, ask.zeroForOne, ask.amount, ask.limit, none);
            else if (ask.kind == 1) pool.mint(address(this), ask.lower, ask.upper, ask.liquidity, none);
            else if (ask.kind == 2) pool.burn(ask.lower, ask.upper, ask.liquidity);
            else if (ask.kind == 3) pool.collect(msg.sender, ask.lower, ask.upper, type(uint128).max, type(uint128).max);
            else pool.flash(address(this), ask.liquidity, ask.liquidity, abi.encode(uint256(ask.liquidity), uint256(ask.liquidity)));
        }
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external {
        pay(amount0 > 0 ? uint256(amount0) : 0, amount1 > 0 ? uint256(amount1) : 0);
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        pay(amount0, amount1);
    }

    function uniswapV3FlashCallback(uint256 fee0, uint256 fee1, bytes calldata data) external {
        (uint256 lent0, uint256 lent1) = abi.decode(data, (uint256, uint256));
        pay(lent0 + fee0, lent1 + fee1);
    }

    function pay(uint256 amount0, uint256 amount1) private {
        FreeToken(IPool(msg.sender).token0()).give(msg.sender, amount0);
        FreeToken(IPool(msg.sender).token1()).give(msg.sender, amount1);
    }
}
