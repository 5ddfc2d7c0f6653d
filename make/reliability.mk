.PHONY: storm quarter bench

storm: $(DEV)  ## Kill Drumbeat 50 times in the middle of asking 200 people
	@$(BIN)/python -m benchmarks.storm

quarter: $(DEV)  ## Live through three months with 60 people in 12 zones, and check every promise of rest
	@$(BIN)/python -m benchmarks.quarter

bench: $(DEV)  ## Measure what we claim about speed, with the bar beside each figure
	@$(BIN)/python -m benchmarks
