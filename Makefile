# What a newcomer types. The work is done by tools/*.py, which needs only Python 3.11 or newer.

.PHONY: help run test check bench city faults lock clean reset

# The first Python that is new enough; older ones on the PATH are passed by.
TOOLS = @for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exec $$python -m tools $@; fi; \
	done; \
	echo '✗ Python 3.11 이상이 필요합니다. 설치한 뒤 다시 실행해 주세요 (Python 3.11 or newer is required).' >&2; exit 1

help:
	@echo 'make run    준비하고 서버를 엽니다 (set up and serve; PORT=8000)'
	@echo 'make test   모든 검사와 시험 (every check and test)'
	@echo 'make check  빠른 정적 검사만 (static checks only)'
	@echo 'make bench  초당 예약 수와 도시 전체의 한 주를 잽니다, 약 30분 (measure, about half an hour; BENCH=--quick)'
	@echo 'make city   빈 데이터베이스에 서울 전체를 넣습니다 (all of Seoul, invented; VAR_DIR=var/city, CITY="--families 6000")'
	@echo 'make faults 한창때 프로세스를 죽여 봅니다 (kills in mid-rush, about half an hour; FAULTS="--kills 5")'
	@echo 'make lock   잠금 파일을 새로 만듭니다 (remake the lock files)'
	@echo 'make clean  설치한 것을 지웁니다, 자료는 남습니다 (remove what was installed, keep the data)'
	@echo 'make reset  var/의 모든 자료를 지웁니다 (remove all data)'

run test check bench city faults lock clean reset:
	$(TOOLS)
