.PHONY: storm bench

storm: $(DEV)  ## Kill Drumbeat 50 times in the middle of asking 200 people
	@$(BIN)/python -m benchmarks.storm

bench: $(DEV)  ## Measure what we claim about speed, with the bar beside each figure
	@$(BIN)/python -m benchmarks
