// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// Counts for whoever calls; what the end-to-end tests deploy.
contract Counter {
    event Counted(address indexed by, uint256 indexed step, uint256 total);
    error StepTooLarge(uint256 step, uint256 most);

    uint256 public total;

    function count(uint256 step) external {
        if (step > 100) revert StepTooLarge(step, 100);
        require(step != 0, "a step is not zero");
        total += step;
        emit Counted(msg.sender, step, total);
    }

    function hashOf(uint256 number) external view returns (bytes32) {
        return blockhash(number);
    }
}
