module echoin/golden

go 1.23.2

require (
	github.com/bytedance/sonic v1.15.0
	github.com/cosmos/cosmos-sdk v0.53.8
)

replace github.com/syndtr/goleveldb => github.com/syndtr/goleveldb v1.0.1-0.20210819022825-2ae1ddf74ef7
