// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// What the benchmark sends its transactions to. `contracts.json` beside this is what the compiler made of it.

/// Gives coins to many at once, so that a chain is ready for the load in a few transactions.
contract Funder {
    function fund(address[] calldata whom, uint256 each) external payable {
        for (uint256 i = 0; i < whom.length; i++) {
            (bool sent, ) = whom[i].call{value: each}("");
            require(sent, "not sent");
        }
    }
}

/// An ERC-20 as most are: checked arithmetic, allowances, an event for each transfer.
contract Token {
    string public name;
    string public symbol;
    uint8 public constant decimals = 18;
    uint256 public totalSupply;
    address public immutable owner = msg.sender;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(string memory name_, string memory symbol_) {
        name = name_;
        symbol = symbol_;
    }

    /// Makes tokens for many, each of whom lets `spender` take as many as it likes.
    function mint(address[] calldata whom, uint256 each, address spender) external {
        require(msg.sender == owner, "not the owner");
        for (uint256 i = 0; i < whom.length; i++) {
            balanceOf[whom[i]] += each;
            emit Transfer(address(0), whom[i], each);
            if (spender != address(0)) _approve(whom[i], spender, type(uint256).max);
        }
        totalSupply += each * whom.length;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        _transfer(msg.sender, to, value);
        return true;
    }

    function approve(address spender, uint256 value) external returns (bool) {
        _approve(msg.sender, spender, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        uint256 allowed = allowance[from][msg.sender];
        if (allowed != type(uint256).max) {
            require(allowed >= value, "allowance exceeded");
            allowance[from][msg.sender] = allowed - value;
        }
        _transfer(from, to, value);
        return true;
    }

    function _transfer(address from, address to, uint256 value) private {
        require(to != address(0), "no recipient");
        uint256 balance = balanceOf[from];
        require(balance >= value, "balance exceeded");
        unchecked {
            balanceOf[from] = balance - value;
        }
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }

    function _approve(address holder, address spender, uint256 value) private {
        allowance[holder][spender] = value;
        emit Approval(holder, spender, value);
    }
}

/// A market of two tokens whose reserves' product never falls, with the storage, checks and events of Uniswap's second
/// version: reserves packed into one slot, prices summed up over time, a lock, a fee of 0.3 %.
contract Pair {
    Token public immutable token0;
    Token public immutable token1;
    uint112 private reserve0;
    uint112 private reserve1;
    uint32 private updatedAt;
    uint256 public price0CumulativeLast;
    uint256 public price1CumulativeLast;
    uint256 private unlocked = 1;

    event Swap(
        address indexed sender,
        uint256 amount0In,
        uint256 amount1In,
        uint256 amount0Out,
        uint256 amount1Out,
        address indexed to
    );
    event Sync(uint112 reserve0, uint112 reserve1);

    constructor(Token first, Token second) {
        token0 = first;
        token1 = second;
    }

    modifier lock() {
        require(unlocked == 1, "locked");
        unlocked = 0;
        _;
        unlocked = 1;
    }

    function getReserves() public view returns (uint112, uint112, uint32) {
        return (reserve0, reserve1, updatedAt);
    }

    /// Takes what the pair holds beyond its reserves into them.
    function sync() external lock {
        _update(token0.balanceOf(address(this)), token1.balanceOf(address(this)), reserve0, reserve1);
    }

    /// Pays out against what has been paid in before, if the product of the reserves allows it.
    function swap(uint256 amount0Out, uint256 amount1Out, address to) external lock {
        require(amount0Out > 0 || amount1Out > 0, "nothing out");
        (uint112 before0, uint112 before1, ) = getReserves();
        require(amount0Out < before0 && amount1Out < before1, "not enough in reserve");
        require(to != address(token0) && to != address(token1), "a token cannot take it");
        if (amount0Out > 0) require(token0.transfer(to, amount0Out), "not paid");
        if (amount1Out > 0) require(token1.transfer(to, amount1Out), "not paid");
        uint256 balance0 = token0.balanceOf(address(this));
        uint256 balance1 = token1.balanceOf(address(this));
        uint256 in0 = balance0 > before0 - amount0Out ? balance0 - (before0 - amount0Out) : 0;
        uint256 in1 = balance1 > before1 - amount1Out ? balance1 - (before1 - amount1Out) : 0;
        require(in0 > 0 || in1 > 0, "nothing in");
        uint256 after0 = balance0 * 1000 - in0 * 3;
        uint256 after1 = balance1 * 1000 - in1 * 3;
        require(after0 * after1 >= uint256(before0) * before1 * 1000 ** 2, "product fell");
        _update(balance0, balance1, before0, before1);
        emit Swap(msg.sender, in0, in1, amount0Out, amount1Out, to);
    }

    function _update(uint256 balance0, uint256 balance1, uint112 before0, uint112 before1) private {
        require(balance0 <= type(uint112).max && balance1 <= type(uint112).max, "too much");
        uint32 time = uint32(block.timestamp);
        unchecked {
            uint32 elapsed = time - updatedAt;
            if (elapsed > 0 && before0 != 0 && before1 != 0) {
                price0CumulativeLast += ((uint256(before1) << 112) / before0) * elapsed;
                price1CumulativeLast += ((uint256(before0) << 112) / before1) * elapsed;
            }
        }
        reserve0 = uint112(balance0);
        reserve1 = uint112(balance1);
        updatedAt = time;
        emit Sync(reserve0, reserve1);
    }
}

/// Sells an exact amount to a pair, as Uniswap's router does on a path of two tokens.
contract Router {
    function sell(Pair pair, bool first, uint256 amountIn, uint256 least, uint256 deadline) external returns (uint256 out) {
        require(block.timestamp <= deadline, "expired");
        (uint112 reserve0, uint112 reserve1, ) = pair.getReserves();
        (uint256 reserveIn, uint256 reserveOut) = first ? (reserve0, reserve1) : (reserve1, reserve0);
        uint256 taxed = amountIn * 997;
        out = (taxed * reserveOut) / (reserveIn * 1000 + taxed);
        require(out >= least, "too little out");
        Token sold = first ? pair.token0() : pair.token1();
        require(sold.transferFrom(msg.sender, address(pair), amountIn), "not paid");
        if (first) pair.swap(0, out, msg.sender);
        else pair.swap(out, 0, msg.sender);
    }
}

/// Writes many logs, and works for as long as it is told.
contract Writer {
    event Note(uint256 indexed kind, uint256 number);

    /// Logs of ten kinds in turn.
    function note(uint256 count) external {
        for (uint256 i = 0; i < count; i++) emit Note(i % 10, i);
    }

    /// A loop of arithmetic until less than `left` gas remains.
    function spin(uint256 left) external view returns (uint256 sum) {
        while (gasleft() > left) {
            unchecked {
                for (uint256 i = 1; i < 100; i++) sum = (sum + i) * 3 / 2 + (sum ^ i);
            }
        }
    }
}
